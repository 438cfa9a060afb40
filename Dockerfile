# One branch's node. No compiler, no build: pinned wheels, the packages, a user without rights.
FROM python:3.12-slim-bookworm AS wheels
COPY requirements/run.txt /
RUN python -m venv /opt/deltabank \
 && /opt/deltabank/bin/python -m pip install --quiet --no-cache-dir --only-binary :all: --require-hashes -r /run.txt

FROM python:3.12-slim-bookworm
RUN groupadd --system --gid 10001 deltabank \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/deltabank --shell /usr/sbin/nologin deltabank \
 && install -d -m 0700 -o deltabank -g deltabank /var/lib/deltabank /exchange
COPY --from=wheels /opt/deltabank /opt/deltabank
COPY federation /app/federation
COPY adapters /app/adapters
COPY node /app/node
COPY samples /app/samples
COPY docker/entrypoint.sh /app/entrypoint.sh
ENV PATH=/opt/deltabank/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BRANCH_FOLDER=/var/lib/deltabank
USER 10001:10001
VOLUME /var/lib/deltabank
EXPOSE 7432 8432
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 \
  CMD ["python", "-m", "node.rpc.health_probe", "/var/lib/deltabank"]
ENTRYPOINT ["/app/entrypoint.sh"]
CMD ["serve"]
