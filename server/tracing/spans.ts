/** What is written down of a span, beside its name. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** A part of a request that is over. */
export interface PastSpan {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly facts?: SpanFacts;
}

/** Where spans go; there is one only while `FORAGE_TRACES_URL` is set. */
export interface Tracing {
  /** A request: the trace begins here, or goes on from the sender's. */
  request<T>(name: string, headers: Headers, work: () => Promise<T>): Promise<T>;
  span<T>(name: string, facts: SpanFacts, work: () => Promise<T>): Promise<T>;
  past(spans: readonly PastSpan[]): void;
}

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageTracing?: Tracing };

export function setTracing(tracing: Tracing | undefined): void {
  holder.forageTracing = tracing;
}

export function isTracing(): boolean {
  return holder.forageTracing !== undefined;
}

/** Ids and tokens are no part of a name: they would make each request one of its own, and a token is a secret. */
const VARIABLE = /^([0-9]+|[0-9a-f-]{16,}|[^/]{24,})$/i;

function nameOf({ method, url }: Pick<Request, "method" | "url">): string {
  const segments = new URL(url).pathname.split("/");
  return `${method} ${segments.map((one) => (VARIABLE.test(one) && !one.includes(".") ? "…" : one)).join("/")}`;
}

export function traceRequest<T>(
  request: Pick<Request, "method" | "url" | "headers">,
  work: () => Promise<T>,
): Promise<T> {
  const { forageTracing } = holder;
  return forageTracing ? forageTracing.request(nameOf(request), request.headers, work) : work();
}

export function traceSpan<T>(name: string, facts: SpanFacts, work: () => Promise<T>): Promise<T> {
  const { forageTracing } = holder;
  return forageTracing ? forageTracing.span(name, facts, work) : work();
}

export function tracePast(spans: readonly PastSpan[]): void {
  holder.forageTracing?.past(spans);
}
