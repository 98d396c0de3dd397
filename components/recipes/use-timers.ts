"use client";

import { useCallback, useEffect, useState } from "react";

export interface Timer {
  readonly id: string;
  readonly text: string;
  /** Epoch ms. */
  readonly endsAt: number;
}

export interface Timers {
  readonly running: readonly Timer[];
  /** Epoch ms, ticking once a second while a timer runs. */
  readonly now: number;
  start(id: string, text: string, seconds: number): void;
  stop(id: string): void;
}

/** Kitchen timers by wall clock, so that a sleeping tab is late but never wrong. Each chimes once at its end. */
export function useTimers(): Timers {
  const [running, setRunning] = useState<readonly Timer[]>([]);
  const [now, setNow] = useState(0);
  const [chimed, setChimed] = useState<ReadonlySet<string>>(new Set());
  const isTicking = running.length > 0;
  useEffect(() => {
    if (!isTicking) return;
    const tick = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(tick);
  }, [isTicking]);
  useEffect(() => {
    const due = running.filter((timer) => timer.endsAt <= now && !chimed.has(timer.id));
    if (due.length === 0) return;
    setChimed((before) => new Set([...before, ...due.map((timer) => timer.id)]));
    chime();
  }, [running, now, chimed]);
  const stop = useCallback((id: string) => {
    setRunning((before) => before.filter((timer) => timer.id !== id));
    setChimed((before) => new Set([...before].filter((entry) => entry !== id)));
  }, []);
  const start = useCallback(
    (id: string, text: string, seconds: number) => {
      stop(id);
      setNow(Date.now());
      setRunning((before) => [...before, { id, text, endsAt: Date.now() + seconds * 1000 }]);
    },
    [stop],
  );
  return { running, now, start, stop };
}

/** Three soft notes; silent where the browser allows no sound. */
function chime(): void {
  if (!("AudioContext" in globalThis)) return;
  const audio = new AudioContext();
  for (const [position, frequency] of [660, 880, 1100].entries()) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const at = audio.currentTime + position * 0.25;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.2, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }
  setTimeout(() => void audio.close(), 2000);
}

/** 75 as "1:15", never below zero. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
