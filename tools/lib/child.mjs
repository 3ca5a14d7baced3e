// @ts-check
// Hands this process's terminal to a child and lives for it. Dependency-free: the bootstrap starts everything with it.
import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program in the foreground and resolves with its exit code (128 + n when signal n ended it).
 * Signals sent to us are the child's: it decides when to end, and we end after it. Ctrl-C on a terminal reaches the
 * child without us, and must not reach it twice: a second one means "at once" to many programs.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      const fromTerminal = signal === "SIGINT" && Boolean(process.stdin.isTTY || process.stderr.isTTY);
      if (!fromTerminal) child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = process.platform === "win32" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const done = () => signals.forEach((signal) => process.off(signal, forward));
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      done();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
