"""The two pages of this room: the gallery of parts, and the choice of a theme."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from wayfellow.ui.context import THEME_COOKIE, THEMES
from wayfellow.ui.gallery import showcase

LAYOUTS = {"base": "ui/base.html", "public": "ui/public.html", "bare": "ui/bare.html"}


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in all its states, where the deployment shows it; elsewhere there is no page."""
    if not (settings.DEBUG or getattr(settings, "SHOW_GALLERY", False)):
        raise Http404
    layout = LAYOUTS.get(request.GET.get("layout", ""), LAYOUTS["base"])
    context: dict[str, object] = {**showcase(), "layout": layout}
    if request.GET.get("theme") in THEMES:
        context["theme"] = request.GET["theme"]
    return render(request, "ui/gallery.html", context)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site among its apps; a view, since icons have hashed names."""
    drawn = {"src": static("ui/favicon.svg"), "type": "image/svg+xml", "sizes": "any"}
    small = {"src": static("ui/icon-192.png"), "type": "image/png", "sizes": "192x192"}
    large = {"src": static("ui/icon-512.png"), "type": "image/png", "sizes": "512x512"}
    said = {
        "id": "/",
        "name": "Wayfellow",
        "short_name": "Wayfellow",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#14594a",
        "icons": [drawn, small, large, {**large, "purpose": "maskable"}],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's choice, and go back to where the person was."""
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=timedelta(days=365),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
