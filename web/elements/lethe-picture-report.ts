/**
 * `<lethe-picture-report>`: takes a picture by drop, paste or choice and shows what is in it.
 *
 * The picture stays in memory: its object URL is taken back as soon as the preview is drawn, and
 * everything goes when the page is left.
 */
import { css, html, LitElement, unsafeCSS, type TemplateResult } from "lit";
import { askAboutPicture } from "../ask-about-picture.ts";
import type { PictureAnswer } from "../picture-answer.ts";
import { pictureCss } from "../styles/picture.ts";
import { tokensCss } from "../styles/tokens.ts";
import { pictureAnswerView } from "../views/picture-answer.ts";
import { browserView } from "./browser-view.ts";

/** Where the element is with its picture. */
type State =
  | { readonly step: "empty"; readonly isForgotten: boolean }
  | { readonly step: "looking"; readonly name: string; readonly previewUrl: string }
  | {
      readonly step: "answered";
      readonly name: string;
      readonly previewUrl: string;
      readonly answer: PictureAnswer;
    };

/** A picture and what is in it. */
export class LethePictureReport extends LitElement {
  static override properties = {
    state: { state: true, attribute: false },
    isOver: { state: true, attribute: false },
  };
  static override styles = [
    unsafeCSS(tokensCss),
    unsafeCSS(pictureCss),
    css`
      :host {
        display: block;
      }
    `,
  ];

  declare private state: State;
  /** A picture hovers over the element. */
  declare private isOver: boolean;
  #asking: AbortController | undefined;

  constructor() {
    super();
    this.state = { step: "empty", isForgotten: false };
    this.isOver = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("paste", this.#onPaste);
    // A picture dropped beside the target would make the browser leave the page and open it.
    document.addEventListener("dragover", preventDefault);
    document.addEventListener("drop", preventDefault);
    window.addEventListener("pagehide", this.#forget);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("paste", this.#onPaste);
    document.removeEventListener("dragover", preventDefault);
    document.removeEventListener("drop", preventDefault);
    window.removeEventListener("pagehide", this.#forget);
    this.#forget();
  }

  override render(): TemplateResult {
    const { words } = browserView(this);
    const { state } = this;
    const { picture } = words;
    return html`<div
        class="drop ${this.isOver ? "over" : ""} ${state.step}"
        @dragenter=${this.#onDragOver}
        @dragover=${this.#onDragOver}
        @dragleave=${() => (this.isOver = false)}
        @drop=${this.#onDrop}
      >
        ${state.step === "empty" ? undefined : this.#renderPreview(state)}
        <p class="drop-hint">${picture.drop}</p>
        <label class="choose">
          <span>${state.step === "empty" ? picture.choose : picture.another}</span>
          <input type="file" accept="image/*" @change=${this.#onChoose} />
        </label>
        <p class="paste-hint">${picture.paste}</p>
      </div>
      <div class="spoken" role="status">${this.#renderStatus()}</div>
      ${state.step === "answered" ? pictureAnswerView(browserView(this), state.answer) : undefined}
      ${
        state.step === "empty"
          ? undefined
          : html`<button class="quiet" type="button" @click=${this.#onForget}>
              ${picture.forget}
            </button>`
      }`;
  }

  #renderPreview({ name, previewUrl }: { name: string; previewUrl: string }): TemplateResult {
    const { picture } = browserView(this).words;
    // Drawn once, the address of the bytes is not needed any more.
    const release = (): void => URL.revokeObjectURL(previewUrl);
    return html`<img
      class="preview"
      src=${previewUrl}
      alt=${picture.preview(name)}
      @load=${release}
      @error=${(event: Event) => {
        release();
        if (event.target instanceof HTMLElement) event.target.hidden = true;
      }}
    />`;
  }

  #renderStatus(): string | undefined {
    const { picture } = browserView(this).words;
    const { state } = this;
    if (state.step === "looking") return picture.looking;
    if (state.step === "empty") return state.isForgotten ? picture.forgotten : undefined;
    const { answer } = state;
    return "trouble" in answer
      ? undefined
      : picture.seen(answer.labels.length, answer.colors.length);
  }

  /** Looks at `file`; a picture that came before it is given up. */
  async look(file: File): Promise<void> {
    this.#stop();
    const asking = new AbortController();
    this.#asking = asking;
    const name = file.name === "" ? browserView(this).words.picture.pasted : file.name;
    const previewUrl = URL.createObjectURL(file);
    this.state = { step: "looking", name, previewUrl };
    try {
      const answer: PictureAnswer = file.type.startsWith("image/")
        ? await askAboutPicture(file, asking.signal)
        : { trouble: "notAPicture" };
      asking.signal.throwIfAborted();
      this.state = { step: "answered", name, previewUrl, answer };
    } catch (error) {
      // Given up for another picture, or for none: there is nothing to say.
      if (!asking.signal.aborted) throw error;
    }
  }

  #take(files: FileList | undefined | null): void {
    const file = files?.[0];
    if (file !== undefined) void this.look(file);
  }

  #stop(): void {
    this.#asking?.abort();
    if (this.state.step !== "empty") URL.revokeObjectURL(this.state.previewUrl);
  }

  readonly #forget = (): void => {
    this.#stop();
    this.state = { step: "empty", isForgotten: false };
  };

  readonly #onForget = async (): Promise<void> => {
    this.#stop();
    this.state = { step: "empty", isForgotten: true };
    await this.updateComplete;
    const input = this.shadowRoot?.querySelector<HTMLInputElement>("input[type=file]");
    if (input === null || input === undefined) return;
    input.value = "";
    input.focus();
  };

  readonly #onPaste = (event: ClipboardEvent): void => this.#take(event.clipboardData?.files);

  readonly #onChoose = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.#take(event.target.files);
  };

  readonly #onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = true;
  };

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = false;
    this.#take(event.dataTransfer?.files);
  };
}

function preventDefault(event: Event): void {
  event.preventDefault();
}
