from django.http import HttpResponse
def overview(request, slug): return HttpResponse("activity")
def delivery(request, slug, delivery_id): return HttpResponse("activity")
def retry(request, slug, kind, row_id): return HttpResponse("activity")
