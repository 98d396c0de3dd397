import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";
import { isAppError } from "@/lib/core/errors";
import { setTracing, type Tracing } from "./spans";

export interface TraceSettings {
  /** Where an OTLP receiver takes traces over HTTP, without `/v1/traces`. */
  readonly url: string;
  /** Sent as bearer token. */
  readonly token?: string;
  /** Share of the requests that are traced. */
  readonly share: number;
  readonly version: string;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The sender's trace, as W3C Trace Context names it. */
function contextOf(headers: Headers): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(headers.get("traceparent") ?? "") ?? [];
  if (!traceId || !spanId) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags ?? "0", 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function openProvider({ url, token, share, version }: TraceSettings): NodeTracerProvider {
  const ours = new TraceIdRatioBasedSampler(share);
  return new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "forage", "service.version": version }),
    // what a stranger's header says does not decide what is kept
    sampler: new ParentBasedSampler({
      root: ours,
      remoteParentSampled: ours,
      remoteParentNotSampled: ours,
    }),
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({
          url: `${url.replace(/\/+$/, "")}/v1/traces`,
          headers: token ? { authorization: `Bearer ${token}` } : {},
        }),
      ),
    ],
  });
}

/**
 * Sends spans to an OTLP receiver from now on. The tracer is not registered for the whole process: Next would write addresses with
 * everything in them.
 * @returns sends what is left, and ends it
 */
export function startTracing(settings: TraceSettings): () => Promise<void> {
  const provider = openProvider(settings);
  const tracer = provider.getTracer("forage", settings.version);
  const current = new AsyncLocalStorage<Context>();
  const here = () => current.getStore() ?? ROOT_CONTEXT;

  const within = async <T>(span: Span, parent: Context, work: () => Promise<T>): Promise<T> => {
    try {
      return await current.run(trace.setSpan(parent, span), work);
    } catch (error) {
      const message = isAppError(error) ? error.code : error instanceof Error ? error.name : "error";
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      throw error;
    } finally {
      span.end();
    }
  };
  const tracing: Tracing = {
    async request(name, headers, work) {
      const parent = contextOf(headers);
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, parent);
      return within(span, parent, async () => {
        const answer = await work();
        if (answer instanceof Response) {
          span.setAttribute("http.response.status_code", answer.status);
          if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        }
        return answer;
      });
    },
    span(name, facts, work) {
      const parent = here();
      return within(tracer.startSpan(name, { attributes: { ...facts } }, parent), parent, work);
    },
    past(spans) {
      for (const { name, startMs, endMs, facts } of spans) {
        tracer.startSpan(name, { startTime: startMs, attributes: { ...facts } }, here()).end(endMs);
      }
    },
  };
  setTracing(tracing);
  return async () => {
    setTracing(undefined);
    await provider.shutdown();
  };
}
