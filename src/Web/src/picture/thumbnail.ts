import { html, LitElement, nothing } from 'lit';
import type { Pictures } from './pictures.ts';

/** A small picture of the API. Nothing is fetched for one that isn't there any more. */
class Thumbnail extends LitElement {
    static override properties = { pictures: { attribute: false }, path: { attribute: false }, alt: { attribute: false } };
    declare pictures: Pictures;
    declare path: string;
    declare alt: string;
    #address: string | null = null;
    #isMissing = false;
    #stop = new AbortController();

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    // What is moved in a list leaves it and comes back.
    override connectedCallback(): void {
        super.connectedCallback();
        if (this.hasUpdated && this.#address === null) {
            this.#load();
        }
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#stop.abort();
    }

    protected override willUpdate(changed: Map<string, unknown>): void {
        if (changed.has('path')) {
            this.#load();
        }
    }

    #load(): void {
        this.#stop.abort();
        const stop = (this.#stop = new AbortController());
        [this.#address, this.#isMissing] = [this.pictures.known(this.path), false];
        if (this.#address === null) {
            void this.pictures.get(this.path, stop.signal).then((address) => {
                if (!stop.signal.aborted) {
                    [this.#address, this.#isMissing] = [address, address === null];
                    this.requestUpdate();
                }
            });
        }
    }

    protected override render(): unknown {
        return this.#address !== null
            ? html`<img src=${this.#address} alt=${this.alt} decoding="async">`
            : this.#isMissing
              ? html`<span class="missing"></span>`
              : nothing;
    }
}

customElements.define('prcl-thumbnail', Thumbnail);
