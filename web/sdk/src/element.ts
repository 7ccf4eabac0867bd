import { createTokgate, type Tokgate, type TokgateError } from "./index.js";
import { style } from "./style.js";
import { wordsFor } from "./words.js";

// The note of Tabler's icons (MIT), filled.
const note = "M21 7.917v4.034a9.948 9.948 0 0 1-5-1.951v4.5a6.5 6.5 0 1 1-8-6.326v4.326a2.5 2.5 0 1 0 4 2v-11.5h4.083a6.005 6.005 0 0 0 4.917 4.917z";
const host = ".tokgate-button{width:100%}:host{display:inline-block;max-width:100%}:host([hidden]){display:none}[role=alert]{overflow-wrap:anywhere}";
const svg = "http://www.w3.org/2000/svg";

/** `<tokgate-button>`: see docs/guides/browser.md for its attributes. */
export interface TokgateButton extends HTMLElement {
  /** Who signs in. Without it the attributes say: `base`, or `issuer`, `client-id` and `redirect-uri`. */
  tokgate?: Tokgate;
}

declare global {
  interface HTMLElementTagNameMap {
    "tokgate-button": TokgateButton;
  }
}

/** Makes `<tokgate-button>` known; does nothing where there are no elements, or when it has been done. */
export function defineTokgateButton(): void {
  if (!globalThis.customElements || customElements.get("tokgate-button")) {
    return;
  }
  const sheet = new CSSStyleSheet(); // not an inline style, so a strict Content-Security-Policy has nothing against it
  sheet.replaceSync(host + style);

  // Whatever stands in an attribute becomes text or an attribute's value. Nothing is parsed as markup, so Trusted Types are satisfied too.
  class Button extends HTMLElement implements TokgateButton {
    static readonly observedAttributes = ["lang", "theme", "size", "shape"];
    declare tokgate?: Tokgate;
    readonly #button = document.createElement("button");
    readonly #label = document.createElement("span");
    readonly #alert = document.createElement("div");
    #busy = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      root.adoptedStyleSheets = [sheet];
      const picture = document.createElementNS(svg, "svg");
      picture.setAttribute("viewBox", "0 0 24 24");
      picture.setAttribute("aria-hidden", "true");
      picture.appendChild(document.createElementNS(svg, "path")).setAttribute("d", note);
      this.#button.className = "tokgate-button";
      this.#button.type = "button";
      this.#button.part = "button";
      this.#button.append(picture, this.#label);
      this.#button.addEventListener("click", () => void this.#signIn());
      this.#alert.setAttribute("role", "alert");
      root.append(this.#button, this.#alert);
    }

    connectedCallback(): void {
      this.#show();
    }

    attributeChangedCallback(): void {
      this.#show();
    }

    #show(): void {
      const [tag, label, busy] = wordsFor(this.closest<HTMLElement>("[lang]")?.lang || navigator.language);
      this.#button.lang = tag;
      this.#button.dir = tag === "ar" ? "rtl" : "";
      this.#label.textContent = this.#busy ? busy : label;
      this.#button.setAttribute("aria-disabled", String(this.#busy)); // not disabled, which would take the focus away
      for (const name of ["theme", "size", "shape"]) {
        this.#button.dataset[name] = this.getAttribute(name) ?? "";
      }
    }

    async #signIn(): Promise<void> {
      if (this.#busy) {
        return;
      }
      this.#busy = true;
      this.#alert.textContent = "";
      this.#show();
      try {
        this.tokgate ??= this.#configured();
        await this.tokgate.signIn({ returnTo: this.#text("return-to") });
      } catch (error) {
        const detail = error as TokgateError;
        if (this.dispatchEvent(new CustomEvent("tokgate-error", { detail, bubbles: true, composed: true, cancelable: true }))) {
          this.#alert.textContent = detail.description;
        }
      } finally {
        this.#busy = false;
        this.#show();
      }
    }

    #text(name: string): string | undefined {
      return this.getAttribute(name) ?? undefined;
    }

    #configured(): Tokgate {
      const [base, issuer, clientId = "", redirectUri = ""] = ["base", "issuer", "client-id", "redirect-uri"].map((name) => this.#text(name));
      if (issuer) {
        return createTokgate({ issuer, clientId, redirectUri, scope: this.#text("scope") });
      }
      return createTokgate({ base: base ?? "" });
    }
  }

  customElements.define("tokgate-button", Button);
}

defineTokgateButton();
