"""The pages of signing in, of one's own account, and of what programs can ask."""

from django.urls import path

from kiem.delivery.web.views import account, programs, tokens

urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-in/persona/", account.enter_persona, name="enter_persona"),
    path("sign-in/code/", account.enter_code, name="enter_code"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/second-factor/", account.set_up_factor, name="set_up_factor"),
    path("account/second-factor/remove/", account.remove_factor, name="remove_factor"),
    path("account/tokens/", tokens.token_list, name="tokens"),
    path("account/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("api/", programs.api_page, name="api"),
]
