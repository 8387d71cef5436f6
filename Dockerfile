# One image for all programs; the command chooses (docker-compose.yml, docs/operations.md).
# The repository pins Node as an optional package for developers; here Node comes from the base image, hence
# `--omit=optional`. Nothing of npm runs a script of a package.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps ./apps
COPY libs ./libs
RUN ["node", "node_modules/@nestjs/cli/bin/nest.js", "build", "standalone"]

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Knooppunt" \
      org.opencontainers.image.description="Informatieknooppunt van de RIEC's en het LIEC: gateway, hub, worker, voorbereiding en audit" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.base.name="docker.io/library/node:24.21.0-bookworm-slim"
ENV NODE_ENV=production
# No signal opens a debugger on what is in memory.
ENV NODE_OPTIONS=--disable-sigusr1
WORKDIR /app
# The worker's leaf files: a volume takes over these rights, and compose chooses the number of the user.
RUN ["install", "--directory", "--mode=1777", "/var/lib/knooppunt"]
COPY --from=packages /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE ./
COPY deploy/image ./deploy/image
COPY deploy/demo ./deploy/demo
USER 10001:10001
ENTRYPOINT ["node"]
CMD ["--version"]
