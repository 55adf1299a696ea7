from django.urls import path

from . import views

app_name = "campaigns"
urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", views.mine, name="mine"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/print/", views.print_sheet, name="print"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/remind/", views.remind, name="remind"),
    path("<int:pk>/sign-unchanged/", views.sign_unchanged, name="sign_unchanged"),
    path("answers/<int:pk>/", views.questions, name="questions"),
    path("answers/<int:pk>/check/", views.check, name="check"),
    path("answers/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("answers/<int:pk>/send/", views.send, name="send"),
    path("answers/<int:pk>/review/", views.review, name="review"),
    path("answers/<int:pk>/sign-off/", views.sign_off, name="sign_off"),
    path("answers/<int:pk>/send-back/", views.send_back, name="send_back"),
    path("answers/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("answers/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
]
