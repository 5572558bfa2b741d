# One stage: the program runs as it is written, without a build step.
FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node itself, so the optional Node package and the tools of development stay out.
RUN npm ci --omit=dev --omit=optional && npm cache clean --force
COPY src ./src
COPY adapters ./adapters
COPY config ./config
RUN mkdir -p /app/data && chown node:node /app/data
USER node
VOLUME /app/data
ENV DATELINE_STORE=sqlite:/app/data/dateline.sqlite DATELINE_HTTP=127.0.0.1:8080
STOPSIGNAL SIGTERM
# Whether the process answers: what else may be wrong (/healthz) no restart mends. At the port of DATELINE_HTTP, whatever it is.
HEALTHCHECK --interval=60s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.DATELINE_HTTP.split(':').pop() + '/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=60", "--import", "./src/check-node.mjs", "src/main.ts"]
