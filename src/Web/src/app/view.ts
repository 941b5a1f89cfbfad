import { LitElement, type PropertyValues } from 'lit';
import type { Api } from '../api/client.ts';
import type { RunDocument, RunStatus } from '../api/types.ts';
import type { ClassInfo } from '../classes/classes.ts';
import type { Live } from '../live/live.ts';
import type { Pictures } from '../picture/pictures.ts';
import type { Place } from '../place/place.ts';

/** What every view has at hand. */
export interface Site {
    api: Api;
    live: Live;
    pictures: Pictures;
    run: RunDocument;
    classes: ClassInfo[];
}

/** A view of a run. It is made anew for another run, and told of changes of the run's status and of the address while it is shown. */
export abstract class View extends LitElement {
    static override properties = { site: { attribute: false }, place: { attribute: false } };
    declare site: Site;
    declare place: Place;
    #stop = new AbortController();
    readonly #changed = () => {
        this.onStatus();
        this.requestUpdate();
    };

    /** The status as it was asked for last. */
    protected get status(): RunStatus | null {
        return this.site.live.status;
    }

    /** Ends with the view. */
    protected get ends(): AbortSignal {
        return this.#stop.signal;
    }

    /** An address of the run's. */
    protected path(rest: string): string {
        return `/runs/${encodeURIComponent(this.site.run.name)}${rest}`;
    }

    /** Keeps something in the address, beside what is there. */
    protected keep(change: Record<string, string>, isStep = false): void {
        this.dispatchEvent(new CustomEvent('keep', { detail: { rest: { ...this.place.rest, ...change }, isStep }, bubbles: true }));
    }

    /** The run's status has changed. */
    protected onStatus(): void {}

    /** The view is there. */
    protected onShown(): void {}

    // One style sheet for the page: nothing here is used elsewhere.
    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.#stop = new AbortController();
        this.site.live.addEventListener('change', this.#changed);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#stop.abort();
        this.site.live.removeEventListener('change', this.#changed);
    }

    protected override firstUpdated(_changed: PropertyValues): void {
        this.onShown();
    }
}
