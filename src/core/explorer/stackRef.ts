/** Names one stack of one project, whether it has been made yet or not. */
export interface StackRef {
  /** Real path of the project's folder. */
  projectDir: string;
  /** The project's name. */
  project: string;
  stack: string;
}

/** The same text for the same stack. */
export function stackKey({ projectDir, stack }: StackRef): string {
  return `${projectDir}\n${stack}`;
}

export function sameStack(a: StackRef, b: StackRef): boolean {
  return stackKey(a) === stackKey(b);
}

/** `project/stack`, as people call it. */
export function stackTitle({ project, stack }: StackRef): string {
  return `${project}/${stack}`;
}
