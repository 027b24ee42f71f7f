# Two stages: build tools stay in the first; the second holds Python, the program and its knowledge.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/bot && /opt/bot/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY bot bot
COPY knowledge knowledge
RUN /opt/bot/bin/pip install --no-cache-dir --no-deps . \
    && BOT_CACHE_DIR=/opt/bot/cache /opt/bot/bin/bot97530 ask "what is 97530" > /dev/null \
    && /opt/bot/bin/pip uninstall -y pip setuptools

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data bot
COPY --from=build /opt/bot /opt/bot
ENV PATH=/opt/bot/bin:$PATH PYTHONUNBUFFERED=1 BOT_CACHE_DIR=/opt/bot/cache \
    BOT_DATABASE_URL=sqlite+aiosqlite:////data/bot97530.db
USER bot
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/healthz', timeout=2)"]
ENTRYPOINT ["bot97530"]
CMD ["serve", "--mode", "http", "--host", "0.0.0.0", "--port", "3000"]
