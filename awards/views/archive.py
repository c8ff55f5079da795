"""The whole dossier as one ZIP, for whoever may see it, with what that person may see."""

import tempfile

from django.conf import settings
from django.http import FileResponse
from django.views.decorators.http import require_GET

from awards import archive
from awards.http.dossiers import find
from awards.http.errors import refused_page
from awards.http.responses import address_of
from campaigns import clock


@require_GET
@refused_page
def dossier(request, reference):
    scope = archive.dossier(find(request, reference), request.user)
    # On disk, not in memory: evidence may fill hundreds of megabytes. The file goes with the response.
    stream = tempfile.TemporaryFile(dir=settings.UPLOAD_DIR)  # noqa: SIM115
    try:
        stamp = archive.Stamp(str(request.user), clock.now())
        scope.write(stream, request.user, stamp=stamp, address=address_of(request))
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    response = FileResponse(
        stream, as_attachment=True, filename=scope.file_name, content_type="application/zip"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
