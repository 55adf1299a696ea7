"""Where allauth finds our forms. For settings.py, so it imports nothing."""

FORMS = {
    "login": "continuity.people.account_forms.Login",
    "signup": "continuity.people.account_forms.Signup",
    "add_email": "continuity.people.account_forms.AddEmail",
    "reset_password": "continuity.people.account_forms.ResetPassword",
    "reset_password_from_key": "continuity.people.account_forms.ResetPasswordFromKey",
    "change_password": "continuity.people.account_forms.ChangePassword",
    "reauthenticate": "continuity.people.account_forms.Reauthenticate",
}
