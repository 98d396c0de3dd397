"use client";

import { useEffect } from "react";
import { EARLY_KEY } from "./early-input-script";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** As the script in the page's head keeps it. */
interface Early {
  readonly typed: Map<Field, string | boolean>;
  readonly sent: Set<HTMLFormElement>;
  onNote: () => void;
}

/** React has taken an element over once its handlers are there; it marks that on the element. */
const isAlive = (element: Element) => Object.keys(element).some((key) => key.startsWith("__reactProps$"));

/** Tells React of a value that was there before it: by the setter that it does not watch, so that it sees a difference. */
function handOver(field: Field, value: string | boolean): void {
  if (typeof value === "boolean") {
    if (!(field instanceof HTMLInputElement)) return;
    field.checked = !value;
    field.click();
    return;
  }
  if (field instanceof HTMLSelectElement) {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  const { prototype } = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  // a file cannot be set, and needs not be
  if (field.type === "file") return;
  field.value = "";
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Hands on what was typed, and sends the forms that were sent, before the page came alive: each as soon as its part of the
 * page has.
 * @returns stops it
 */
function handOnEarly(early: Early): () => void {
  let frame = 0;
  /** Taken over in the last frame: by now that is done. */
  let alive = new Set<Element>();
  const isReady = (element: Element) => alive.has(element);
  const step = () => {
    for (const [field, value] of early.typed) {
      if (field.isConnected && !isReady(field)) continue;
      early.typed.delete(field);
      if (field.isConnected) handOver(field, value);
    }
    for (const form of early.sent) {
      const isTyped = [...early.typed.keys()].some((field) => form.contains(field));
      if (form.isConnected && (!isReady(form) || isTyped)) continue;
      early.sent.delete(form);
      // after what was typed has been taken in
      if (form.isConnected) setTimeout(() => form.requestSubmit());
    }
    alive = new Set([...early.typed.keys(), ...early.sent].filter(isAlive));
    frame = early.typed.size + early.sent.size > 0 ? requestAnimationFrame(step) : 0;
  };
  const start = () => {
    frame ||= requestAnimationFrame(step);
  };
  early.onNote = start;
  start();
  return () => cancelAnimationFrame(frame);
}

/** Nothing that was typed or sent before the page came alive is lost. Once, around every page. */
export function EarlyInput() {
  useEffect(() => {
    const early = (window as unknown as Readonly<Record<string, Early | undefined>>)[EARLY_KEY];
    return early ? handOnEarly(early) : undefined;
  }, []);
  return null;
}
