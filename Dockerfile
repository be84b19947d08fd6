# One image for the web server, the workers, the clock and the commands. docker-compose.yml says what each runs.
FROM python:3.13-slim-bookworm AS build
COPY senkom/deploy/requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/senkom && \
    /opt/senkom/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/opt/senkom/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SENKOM_DATA=/var/lib/senkom \
    SENKOM_STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/senkom senkom && \
    install --directory --owner=senkom --group=senkom --mode=750 /var/lib/senkom /var/lib/senkom/media
COPY --from=build /opt/senkom /opt/senkom
WORKDIR /srv/senkom
COPY . .
# The names of the collected files hold their hashes. No key of a server is needed for it, so none is in the image.
RUN SENKOM_SITE_URL=https://senkom.example SENKOM_HOSTS=senkom.example \
    SENKOM_SECRET_KEY=collects-files-only-collects-files-only-collects-files-only \
    SENKOM_NIK_KEYS=none:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    SENKOM_NIK_HASH_KEY=none:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    DATABASE_URL=postgres://senkom@nowhere/senkom \
    python manage.py collectstatic --noinput
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-m", "senkom.deploy.alive"]
CMD ["gunicorn", "senkom.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--preload"]
