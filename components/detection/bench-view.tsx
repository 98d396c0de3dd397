"use client";

import { Copy, Gauge } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import { benchText } from "@/lib/client/detection/bench/bench-text";
import {
  BENCH_RUNS,
  type BenchCase,
  type BenchProgress,
  type BenchResult,
  type BenchUnable,
  benchCases,
  measureDevice,
} from "@/lib/client/detection/bench/measure-device";
import { createDetector } from "@/lib/client/detection/create-detector";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { toPhotoError } from "@/lib/client/photos/detection-queue";
import type { Reference } from "@/lib/contracts/bench-rows";
import { AppError } from "@/lib/core/errors";
import { BenchTable } from "./bench-table";
import { formatModelId, formatMs } from "./format";

const PICTURE = "/examples/board.webp";

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: BenchProgress | null }
  | { readonly kind: "failed"; readonly sentence: string };

/** Measures how fast this device finds boxes, in every way it has, beside what others took. */
export function BenchView({ reference }: { readonly reference: Reference }) {
  const t = useTranslations("bench");
  const backends = useTranslations("backend");
  const sentence = useErrorSentence();
  const show = useToast();
  const [state, setState] = useState<State>({ kind: "idle" });
  const [results, setResults] = useState<readonly BenchResult[]>([]);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const nameOf = ({ backend, threads }: BenchCase, detail?: string) => {
    if (backend !== "wasm") return backends(backend);
    if (threads !== undefined) return t("wasmThreads", { count: threads });
    const taken = /(\d+) threads?$/.exec(detail ?? "")?.[1];
    return taken === undefined ? t("wasmMany") : t("wasmTaken", { count: Number(taken) });
  };

  const unableWords = ({ reason }: BenchUnable) => t("unable", { reason: backends(`reasons.${reason}`) });

  async function run() {
    const own = new AbortController();
    abort.current = own;
    setResults([]);
    setState({ kind: "running", progress: null });
    try {
      const response = await fetch(PICTURE);
      if (!response.ok) throw new AppError("server/offline");
      const photo = await response.blob();
      const measured = await measureDevice(benchCases(globalThis.crossOriginIsolated), {
        photo,
        create: createDetector,
        signal: own.signal,
        onProgress: (progress) => {
          setResults(progress.results);
          setState({ kind: "running", progress });
        },
      });
      setResults(measured);
      setState({ kind: "idle" });
    } catch (error) {
      if (own.signal.aborted) setState({ kind: "idle" });
      else setState({ kind: "failed", sentence: sentence(toPhotoError(error)) });
    }
  }

  async function copy() {
    const text = benchText(
      results,
      {
        name: (result) => nameOf(result, result.detail),
        measured: ({ medians, spread, runs, modelId, inputSize, detail }) =>
          t("copyMeasured", {
            total: formatMs(medians.totalMs),
            from: formatMs(spread[0]),
            to: formatMs(spread[1]),
            network: formatMs(medians.inferenceMs),
            runs,
            model: formatModelId(modelId),
            size: inputSize,
            detail,
          }),
        unable: (result) => unableWords(result),
      },
      { title: t("title"), browser: navigator.userAgent, at: new Date() },
    );
    try {
      await navigator.clipboard.writeText(text);
      show({ title: t("copied") });
    } catch {
      show({ tone: "attention", title: t("notCopied"), body: text });
    }
  }

  const isRunning = state.kind === "running";
  const progress = isRunning ? state.progress : null;
  return (
    <>
      <Section title={t("measureTitle")} hint={t("hint", { runs: BENCH_RUNS })}>
        <div className="flex flex-wrap items-center gap-3">
          {isRunning ? (
            <Button onClick={() => abort.current?.abort()}>{t("cancel")}</Button>
          ) : (
            <Button tone="primary" onClick={() => void run()}>
              <Gauge aria-hidden />
              {t(results.length > 0 ? "again" : "measure")}
            </Button>
          )}
          {results.length > 0 && !isRunning ? (
            <Button onClick={() => void copy()}>
              <Copy aria-hidden />
              {t("copy")}
            </Button>
          ) : null}
        </div>
        {isRunning ? (
          <>
            <ProgressBar
              label={t("measureTitle")}
              {...(progress && { value: progress.done })}
              className="max-w-sm"
            />
            <p className="text-ink-soft text-meta" role="status">
              {progress ? t("now", { name: nameOf(progress.now) }) : t("starting")}
            </p>
          </>
        ) : null}
        {state.kind === "failed" ? <p role="alert">{state.sentence}</p> : null}
      </Section>
      <BenchTable
        results={results}
        reference={reference}
        nameOf={(result) => nameOf(result, result.detail)}
        unableWords={unableWords}
      />
    </>
  );
}
