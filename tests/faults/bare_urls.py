"""The site's addresses without its pages for errors."""

from senkom.urls import urlpatterns

__all__ = ["urlpatterns"]
