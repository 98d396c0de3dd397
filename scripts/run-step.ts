import { spawn } from "node:child_process";

export interface StepOptions {
  readonly cwd: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command with its output on this terminal and no input.
 * @returns its exit code; 127 when it cannot be started, 128 when a signal ended it
 */
export function runStep(command: string, args: readonly string[], options: StepOptions): Promise<number> {
  return new Promise((resolve) => {
    const windows = process.platform === "win32";
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "inherit", "inherit"],
      shell: windows,
    });
    child.on("error", (cause) => {
      console.log(`${command} could not be started: ${cause.message}`);
      resolve(127);
    });
    child.on("exit", (code) => resolve(code ?? 128));
  });
}
