import { html, LitElement, nothing } from 'lit';
import { Api } from '../api/client.ts';
import { Key } from '../api/key.ts';
import { all } from '../api/lists.ts';
import type { RunDocument } from '../api/types.ts';
import { classesOf } from '../classes/classes.ts';
import { Live } from '../live/live.ts';
import { whileVisible } from '../parts/watch.ts';
import { Resource } from '../parts/resource.ts';
import { emptyNote, problemNote } from '../parts/states.ts';
import { Pictures } from '../picture/pictures.ts';
import { hashOf, placeOf, VIEWS, type Place, type ViewName } from '../place/place.ts';
import { keyForm } from './key-form.ts';
import type { Site } from './view.ts';
import { viewOf } from './views.ts';

const TABS: Record<ViewName, string> = {
    overview: 'Overview',
    predict: 'Predict',
    stream: 'Stream',
    label: 'Label next',
    prototypes: 'Prototypes',
    models: 'Models',
    cluster: 'Cluster',
};
const RUNS_EVERY = 15_000;

/** The page: a run, a view of it, and a key where one is needed. */
class App extends LitElement {
    readonly #key = new Key();
    #asksForKey = false;
    readonly #api = new Api(this.#key, () => {
        this.#asksForKey = true;
        this.requestUpdate();
    });
    readonly #live = new Live(this.#api);
    readonly #pictures = new Pictures(this.#api);
    readonly #runs = new Resource<RunDocument[]>(this, (signal) => all<RunDocument>(this.#api, '/runs', signal));
    #place: Place = placeOf(location.hash);
    #site: Site | null = null;
    #shown: ViewName | null = null;
    #stop = new AbortController();

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.#stop = new AbortController();
        const { signal } = this.#stop;
        addEventListener('hashchange', this.#moved, { signal });
        this.#live.addEventListener('change', () => this.requestUpdate(), { signal });
        void whileVisible(RUNS_EVERY, signal, async () => {
            if (!this.#asksForKey) {
                await this.#runs.load();
            }
        });
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#stop.abort();
        this.#live.follow(null);
    }

    protected override willUpdate(): void {
        const runs = this.#runs.value ?? [];
        const run = runs.find((r) => r.name === this.#place.run) ?? (this.#place.run === null ? runs[0] : undefined);
        if (run?.name !== this.#site?.run.name || run?.epoch !== this.#site?.run.epoch || run?.note !== this.#site?.run.note || run?.shown !== this.#site?.run.shown) {
            this.#site = run ? { api: this.#api, live: this.#live, pictures: this.#pictures, run, classes: classesOf(run) } : null;
        }

        this.#live.follow(this.#asksForKey ? null : (run?.name ?? null));
        document.title = run ? `${run.shown ?? run.name} · ${TABS[this.#place.view]} · Prcl.Orleans` : 'Prcl.Orleans';
    }

    // On a narrow screen the tabs scroll.
    protected override updated(): void {
        if (this.#shown !== this.#place.view) {
            this.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
            this.#shown = this.#site ? this.#place.view : null;
        }
    }

    protected override render(): unknown {
        return html`
            <a class="skip" href="#main" @click=${this.#skip}>To the content</a>
            <header class="bar">
                <span class="brand">Prcl.Orleans</span>
                ${this.#chooser()}
                <nav aria-label="Views">${this.#site ? VIEWS.map((v) => this.#tab(v)) : nothing}</nav>
                ${this.#key.text && !this.#asksForKey ? html`<button type="button" class="plain" @click=${this.#forget}>Forget the key</button>` : nothing}
            </header>
            ${this.#site && this.#live.problem ? html`<div class="banner" role="alert">${this.#live.problem.title}. ${this.#live.problem.detail}</div>` : nothing}
            <main id="main" tabindex="-1" @keep=${this.#keep}>${this.#main()}</main>
        `;
    }

    #main(): unknown {
        if (this.#asksForKey) {
            return keyForm(this.#key.text !== null, this.#enter);
        }

        if (this.#site) {
            return viewOf(this.#place.view, this.#site, this.#place);
        }

        if (this.#runs.value === null) {
            return this.#runs.problem ? problemNote(this.#runs.problem, this.#runs.again) : html`<p class="loading" role="status">Loading runs …</p>`;
        }

        return this.#runs.value.length > 0
            ? emptyNote(html`There is no run <strong>${this.#place.run}</strong>. Choose another one above.`)
            : html`<h1>No runs yet</h1>
                  <p>A run learns one list of classes from one stream of images. Create one, and push a few images with labels, then many without:</p>
                  <pre tabindex="0">prcl run create street --classes classes.json
prcl push frames/labelled --labels frames/masks
prcl push frames/camera-7</pre>
                  <p>It appears here by itself.</p>`;
    }

    #chooser(): unknown {
        const runs = this.#runs.value ?? [];
        const isKnown = runs.some((r) => r.name === (this.#place.run ?? runs[0]?.name));
        return runs.length === 0
            ? nothing
            : html`<label class="run">Run
                  <select @change=${(e: Event) => this.#go({ run: (e.target as HTMLSelectElement).value, view: this.#place.view, rest: {} })}>
                      ${isKnown ? nothing : html`<option selected disabled>choose</option>`}
                      ${runs.map((r) => html`<option value=${r.name} ?selected=${r.name === this.#site?.run.name}>${r.shown ?? r.name}</option>`)}
                  </select>
              </label>`;
    }

    #tab(view: ViewName): unknown {
        return html`<a href=${hashOf({ run: this.#site!.run.name, view, rest: {} })} aria-current=${view === this.#place.view ? 'page' : nothing}>${TABS[view]}</a>`;
    }

    readonly #moved = (): void => {
        // The skip link's own target is no place.
        if (location.hash !== '#main') {
            this.#place = placeOf(location.hash);
            this.requestUpdate();
        }
    };

    readonly #skip = (event: Event): void => {
        event.preventDefault();
        this.querySelector<HTMLElement>('#main')!.focus();
    };

    readonly #keep = (event: CustomEvent<{ rest: Record<string, string>; isStep: boolean }>): void =>
        this.#go({ ...this.#place, run: this.#site!.run.name, rest: event.detail.rest }, event.detail.isStep);

    // What is only looked at differently doesn't fill the history.
    #go(place: Place, isStep = true): void {
        history[isStep ? 'pushState' : 'replaceState'](null, '', hashOf(place));
        this.#moved();
    }

    readonly #enter = (key: string): void => {
        this.#key.set(key);
        this.#asksForKey = false;
        void this.#runs.load();
    };

    readonly #forget = (): void => {
        this.#key.forget();
        this.#pictures.clear();
        this.#asksForKey = true;
        this.requestUpdate();
    };
}

customElements.define('prcl-app', App);
