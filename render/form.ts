import type { StackSettings } from "../config/schema";

/** What a form is asked to write. */
export interface RenderRequest {
  /** Name of the stack. */
  stack: string;
  /** The stack's settings, checked, with every default. Nothing in them is secret. */
  settings: StackSettings;
  /** The folder that relative paths of the stack file start from, absolute. */
  root: string;
  /** Path of a local chart that stands in for the stack's own; nothing but the chart's objects may follow from it. */
  chart?: string;
}

/** One file of a render. */
export interface RenderedFile {
  /** Path below the folder of the render, with `/`, made of names that every file system takes. */
  path: string;
  /** Its text, ending with a newline. It must be the same, byte for byte, for the same settings on every machine. */
  text: string;
  /**
   * Whether it is a program.
   * @default false
   */
  executable?: boolean;
}

/**
 * One way to run what a stack file describes, such as `kubernetes` or `compose`. A form is a folder of its own that exports a
 * {@link Render}, and a line in `forms.ts`; options, settings, errors and the writing of files are this command's.
 *
 * A form is a pure function of its request but for programs that it must run: it asks no cluster, no broker and no backend, and it
 * never holds a password: what is generated at deployment is written as {@link GENERATED}.
 *
 * @throws Failure with one line that the user can act on.
 */
export type Render = (request: RenderRequest) => Promise<RenderedFile[]>;

/** Secrets that a form needs where it runs. They are generated once, and kept in a file that only its owner may read. */
export interface FormSecrets {
  /** Path of the file below the folder of the render, lines of `NAME=value`. What is in it already is never changed. */
  file: string;
  /** Paths of further files with the same lines. */
  copies: string[];
  /** Their names; one that ends in `CLUSTER_ID` is an id of a KRaft cluster, the others are passwords. */
  names: string[];
}

/** The secrets of a form. */
export type SecretsOf = (request: RenderRequest) => FormSecrets;

/** The stack's settings that a form can't honour. */
export type LeftOf = (request: RenderRequest) => { keyPath: string; why: string }[];

/** Stands in a render for what is generated at deployment: passwords, and the cluster's id. */
export const GENERATED = "(generated)";
