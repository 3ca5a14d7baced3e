import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";

export interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
}

/** The terminal or pipe that a command talks to. Results go to standard output, everything else to standard error. */
export class Io {
  readonly interactive: boolean;
  readonly color: boolean;
  readonly width: number;

  constructor(
    private readonly streams: Streams,
    /** One JSON document is all that goes to standard output. */
    readonly json: boolean,
    environment: NodeJS.ProcessEnv,
  ) {
    this.interactive = streams.stdin.isTTY === true && streams.stderr.isTTY === true && !json;
    this.color = !json && streams.stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== "dumb";
    this.width = streams.stdout.columns ?? 100;
  }

  /** A line about what is being done now. */
  progress(message: string): void {
    const dim = this.streams.stderr.isTTY && this.color;
    this.streams.stderr.write(dim ? `\u001b[2m${message}\u001b[0m\n` : `${message}\n`);
  }

  /** What the user's program printed, as it is. */
  programOutput(text: string): void {
    this.streams.stderr.write(text);
  }

  /** The result of a command, once. */
  async result(document: unknown, text: string): Promise<void> {
    await this.write(this.streams.stdout, this.json ? `${JSON.stringify(document, undefined, 2)}\n` : text === "" ? "" : `${text}\n`);
  }

  async error(document: unknown, text: string): Promise<void> {
    if (this.json) await this.write(this.streams.stdout, `${JSON.stringify(document, undefined, 2)}\n`);
    await this.write(this.streams.stderr, `${text}\n`);
  }

  /** Asks a yes-or-no question on the terminal; anything but yes is no. */
  async confirm(question: string, signal: AbortSignal): Promise<boolean> {
    const readline = createInterface({ input: this.streams.stdin, output: this.streams.stderr });
    try {
      const answer = await readline.question(`${question} [y/N] `, { signal });
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      readline.close();
    }
  }

  private write(stream: Writable, text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (text === "") resolve();
      else stream.write(text, (error) => (error && (error as NodeJS.ErrnoException).code !== "EPIPE" ? reject(error) : resolve()));
    });
  }
}
