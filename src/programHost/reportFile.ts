import { appendFileSync, closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { reportRecord, type ReportRecord } from "../shared/hostProtocol";

/** Adds a record; it is on disk when this returns, so a program that ends at once loses nothing. */
export function appendReport(file: string, record: ReportRecord): void {
  appendFileSync(file, `${JSON.stringify(record)}\n`);
}

const READ_EVERY_MS = 40;

/** Follows a report file while a program writes it. */
export class ReportReader {
  private position = 0;
  private rest = "";
  private timer: NodeJS.Timeout | undefined;
  private readonly descriptor: number;

  constructor(
    file: string,
    private readonly onRecord: (record: ReportRecord) => void,
  ) {
    writeFileSync(file, "");
    this.descriptor = openSync(file, "r");
    this.timer = setInterval(() => this.read(), READ_EVERY_MS);
  }

  /** Reads what is left and lets go of the file. */
  close(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.read();
    closeSync(this.descriptor);
  }

  private read(): void {
    const chunk = Buffer.alloc(65_536);
    for (;;) {
      const length = readSync(this.descriptor, chunk, 0, chunk.length, this.position);
      if (length === 0) break;
      this.position += length;
      // Names and messages may hold any character: decoding waits for whole lines.
      this.rest += chunk.toString("latin1", 0, length);
    }
    const lines = this.rest.split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      this.onRecord(reportRecord.parse(JSON.parse(Buffer.from(line, "latin1").toString("utf8"))));
    }
  }
}
