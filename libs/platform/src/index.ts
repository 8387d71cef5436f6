export { Clock, SystemClock } from './clock.js';
export { argumentsFault } from './command-line/arguments.js';
export { counted, filled, languageOf, languages } from './command-line/language.js';
export type { InBoth, Language } from './command-line/language.js';
export { runOnTerminal } from './command-line/on-terminal.js';
export type { CommandLine } from './command-line/on-terminal.js';
export { ProgressBar, painted } from './command-line/terminal.js';
export type { Style, Terminal } from './command-line/terminal.js';
export { brokenYaml } from './config/broken-yaml.js';
export { readConfig } from './config/config.js';
export type { Config, ProgramConfig } from './config/config.js';
export type { EdgeConfig, RateLimits } from './config/edge.js';
export type { KafkaConfig, PostgresConfig } from './config/engines.js';
export type { IdentityConfig, OidcConfig } from './config/identity.js';
export type { Address, Operations } from './config/parts.js';
export { ConfigInvalid, isLoopback } from './config/reader.js';
export {
  readDeadLettersConfig,
  readGatewayConfig,
  readHubConfig,
  readKeysConfig,
  readLawConfig,
  readPrepareConfig,
  readWorkerConfig,
  rootKeysOf,
} from './config/services.js';
export type {
  GatewayConfig,
  HubConfig,
  KeysConfig,
  LawConfig,
  PrepareConfig,
  WorkerConfig,
} from './config/services.js';
export { settings } from './config/settings.js';
export type { Program, Setting } from './config/settings.js';
export { readYamlFile } from './config/yaml-file.js';
export type { YamlFile } from './config/yaml-file.js';
export { DataLocked, acquireDataLock } from './lock.js';
export type { DataLock } from './lock.js';
export { JsonLogger, NestLogAdapter } from './logging.js';
export type { LogFields, LogLevel, LoggerSettings } from './logging.js';
export { meteredMessaging } from './metrics/metered-messaging.js';
export { meteredStore } from './metrics/metered-store.js';
export { MetricLabelRefused, Metrics } from './metrics/metrics.js';
export type { DeclaredLabel, LabelsOf, MetricName, NameOf, StateMetric } from './metrics/catalogue.js';
export { startManagement } from './management/management.js';
export type { Management, ManagementOptions } from './management/management.js';
export { runService } from './lifecycle/run-service.js';
export { runProgram } from './lifecycle/run-program.js';
export type { ProgramOptions, Started, Tools } from './lifecycle/run-program.js';
export type { ClosingStep, Service, ServiceHandle, ServiceOptions } from './lifecycle/run-service.js';
export { Readiness } from './management/readiness.js';
export type { Health, ReadinessCheck, ReadinessOptions } from './management/readiness.js';
export { Tracing } from './tracing/tracing.js';
export type { RunningSpan, SpanPlace, SpanSort, TracingOptions } from './tracing/tracing.js';
export type { SpanAttributes } from './tracing/span-attributes.js';
export { traced } from './tracing/traced.js';
export type { TracedMethods } from './tracing/traced.js';
export { tracedMessaging, tracedStore } from './tracing/traced-ports.js';
export { exitCodes, requireNode } from './node-version.js';
export { explainStartFailure } from './start-failure.js';
export type { StartFailure } from './start-failure.js';
export { docsPath, openApiPath } from './openapi.js';
export type { OpenApiOptions } from './openapi.js';

export { createHttpApp } from './http/bootstrap.js';
export type { HttpAppOptions } from './http/bootstrap.js';
export { bodyLimit, documentLimit } from './http/edge-adapter.js';
export type { RawMount } from './http/edge-adapter.js';
export type { EdgeContext, PurposeHeader, RouteRules } from './http/edge-context.js';
export type { CorrelationSource } from './http/correlation.js';
export { registerFaultTexts } from './http/fault-texts.js';
export type { FaultTexts } from './http/fault-texts.js';
export { GezondheidDto } from './http/health.controller.js';
export type { HealthCheck } from './http/health.controller.js';
export { parseJsonBody } from './http/json-body.js';
export { BodyOf, QueryOf, UnshapedInput } from './http/input-shapes.js';
export { ItemProblems } from './http/item-problems.js';
export type { ItemProblem } from './http/item-problems.js';
export { Batch, BodyOrBatchOf, checkItem, maximumBatch } from './http/json-batch.js';
export type { BatchItem } from './http/json-batch.js';
export { Turns } from './http/turns.js';
export { NotFound, Refused, Unauthenticated } from './http/platform-errors.js';
export type { InputFault, PlatformCode } from './http/platform-errors.js';
export { ProblemTableFault, assertAllMapped, findProblem, registerProblems } from './http/problem.catalogue.js';
export type { ProblemRow, ProblemTable } from './http/problem.catalogue.js';
export { keyAndTableProblems } from './http/engine.problems.js';
export type { HttpRefusal, RecordRefusal } from './http/refusals.js';
export { logPurposes } from './http/request-headers.js';
export { FormPipe, IdPipe, JsonBatch, checkShape } from './http/validation.pipe.js';

export { AccessTokenVerifier, audienceOf } from './auth/access-token.verifier.js';
export type { VerifierOptions } from './auth/access-token.verifier.js';
export { verifierFor } from './auth/verifier-for.js';
export type { Caller, OrganisationCaller, PersonCaller } from './auth/caller.js';
export { DemoProviderForbidden, createDemoProvider } from './auth/demo-provider.js';
export type { DemoProvider } from './auth/demo-provider.js';
export type { DemoAccount, DemoOrganisation, DemoProviderOptions } from './auth/demo-people.js';
export { TokenRefused, fetchOrganisationToken, fetchPersonToken } from './auth/demo-tokens.js';
export {
  Conditional,
  CurrentCaller,
  Edge,
  LargeDocument,
  OnlyFor,
  Public,
  PublicDocument,
  Purpose,
  SelfIdentifying,
  Tagged,
  WithoutPurpose,
  edgeOfContext,
} from './auth/route-decorators.js';
export { localSigningKeys, remoteSigningKeys } from './auth/signing-keys.js';
export type { SigningKeys } from './auth/signing-keys.js';
