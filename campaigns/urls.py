from django.contrib.auth.views import LogoutView
from django.urls import path

from . import views

urlpatterns = [
    path("dang-nhap/", views.Login.as_view(), name="login"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", views.ChangePassword.as_view(), name="password_change"),
    path("dot/<slug:code>/", views.campaign, name="campaign"),
]
