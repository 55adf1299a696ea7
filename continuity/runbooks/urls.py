from django.urls import URLPattern

app_name = "runbooks"
urlpatterns: list[URLPattern] = []
