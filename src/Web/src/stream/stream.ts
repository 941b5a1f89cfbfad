import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { asProblem, type Problem } from '../api/problem.ts';
import { View } from '../app/view.ts';
import { emptyNote, problemNote } from '../parts/states.ts';
import '../picture/thumbnail.ts';
import { count, percent } from '../words/numbers.ts';
import { Feed, type Filter, type Tile } from './feed.ts';
import './image.ts';
import './push.ts';
import { gridOf, moved, windowOf, type Grid } from './window.ts';

const LEAST_TILE = 130;
const TILE_FOOT = 30;
const ORDERS: [string, string][] = [
    ['newest', 'newest first'],
    ['oldest', 'oldest first'],
    ['doubt', 'most in doubt first'],
];

/** The run's images: thumbnails of which only those in sight exist, and one of them large. */
class Stream extends View {
    #feed: Feed | null = null;
    #stop = new AbortController();
    #filter = '';
    #grid: Grid = gridOf(800, LEAST_TILE, TILE_FOOT);
    #top = 0;
    #height = 600;
    #at = 0;
    #stored = -1;
    #problem: Problem | null = null;
    #isBusy = false;
    readonly #resized = new ResizeObserver(() => this.#measure());

    protected override onShown(): void {
        this.#resized.observe(this.#scroller);
        this.#measure();
        this.#stored = this.status?.images.stored ?? -1;
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#resized.disconnect();
        this.#stop.abort();
    }

    protected override willUpdate(): void {
        const filter = JSON.stringify(this.#wanted);
        if (filter !== this.#filter) {
            this.#filter = filter;
            this.#stop.abort();
            this.#stop = new AbortController();
            this.#feed = new Feed(this.site.api, this.site.run.name, this.#wanted, this.#stop.signal);
            [this.#at, this.#top] = [0, 0];
            void this.#read((feed) => feed.more());
        }
    }

    // Only where the newest come first is it known where new ones belong.
    protected override onStatus(): void {
        const stored = this.status?.images.stored ?? -1;
        if (stored !== this.#stored && this.#stored >= 0 && this.#feed && !this.#isBusy) {
            this.#renew(this.#feed);
        }

        this.#stored = stored;
    }

    #renew(feed: Feed): void {
        if (feed.tiles.length === 0) {
            this.#filter = '';
        } else if (this.#wanted.order === 'newest') {
            const before = feed.tiles.length;
            void this.#read((f) => f.renew()).then(() => (this.#at += feed.tiles.length - before));
        }
    }

    get #wanted(): Filter {
        const { domain, labelled, order } = this.place.rest;
        return { domain: domain ?? '', labelled: labelled ?? '', order: order ?? 'newest' };
    }

    get #scroller(): HTMLElement {
        return this.querySelector<HTMLElement>('.grid')!;
    }

    protected override render(): unknown {
        return html`
            <h1>Stream <small>${this.status ? `${count(this.status.images.stored)} images` : ''}</small></h1>
            <prcl-push .site=${this.site} @pushed=${() => this.site.live.refresh()}></prcl-push>
            ${this.#filters()} ${problemNote(this.#problem, () => void this.#read((feed) => feed.more()))} ${this.#tiles()} ${this.#large()}
        `;
    }

    #filters(): unknown {
        const { domain, labelled, order } = this.#wanted;
        const choice = (name: string, value: string, options: [string, string][], key: string) => html`<label>${name}
            <select @change=${(e: Event) => this.keep({ [key]: (e.target as HTMLSelectElement).value })}>
                ${options.map(([v, text]) => html`<option value=${v} ?selected=${v === value}>${text}</option>`)}
            </select>
        </label>`;
        return html`<div class="controls">
            <label>Domain
                <input type="search" list="domains" placeholder="all" .value=${domain} @change=${(e: Event) => this.keep({ domain: (e.target as HTMLInputElement).value.trim() })}>
            </label>
            <datalist id="domains">${this.#domains().map((d) => html`<option value=${d}></option>`)}</datalist>
            ${choice('Label', labelled, [['', 'with or without'], ['true', 'with'], ['false', 'without']], 'labelled')}
            ${choice('Order', order, ORDERS, 'order')}
        </div>`;
    }

    #domains(): string[] {
        return [...new Set([...(this.status?.comparison ?? []).map((c) => c.domain), ...(this.#feed?.tiles.slice(0, 2000) ?? []).map((t) => t.domain)])].sort();
    }

    #tiles(): unknown {
        const tiles = this.#feed?.tiles ?? [];
        const { columns, step } = this.#grid;
        const rows = Math.ceil(tiles.length / columns) + (this.#feed?.isAtEnd === false ? 1 : 0);
        const { first, end } = windowOf(this.#grid, tiles.length, this.#top, this.#height);
        return html`<div class="grid" @scroll=${this.#scrolled} @keydown=${this.#key}>
            <div role="list" aria-label="Images" .style=${`height: ${rows * step.y}px`}>
                ${repeat(
                    tiles.slice(first, end).map((tile, i) => ({ tile, index: first + i })),
                    ({ tile }) => tile.sha256,
                    ({ tile, index }) => this.#tile(tile, index, (index % columns) * step.x, Math.floor(index / columns) * step.y),
                )}
            </div>
            ${tiles.length === 0 && this.#feed?.isAtEnd
                ? emptyNote(this.#isFiltered ? 'No image is like that.' : html`No images yet. Drop some above, or: <code>prcl push DIR --run ${this.site.run.name}</code>`)
                : nothing}
            <p role="status" class="loading">${this.#isBusy ? 'Loading images …' : ''}</p>
        </div>`;
    }

    get #isFiltered(): boolean {
        return this.#wanted.domain !== '' || this.#wanted.labelled !== '';
    }

    #tile(tile: Tile, index: number, x: number, y: number): unknown {
        const { step } = this.#grid;
        const words = [tile.domain, tile.isLabelled ? 'with a label' : 'without a label', tile.isQuarantined ? 'can’t be read' : '', tile.doubt === null ? '' : `doubt ${percent(tile.doubt, 0)}`];
        return html`<div role="listitem" class="tile" .style=${`transform: translate(${x}px, ${y}px); width: ${step.x}px; height: ${step.y}px`}>
            <button
                type="button"
                tabindex=${index === this.#at ? 0 : -1}
                data-index=${index}
                @click=${() => this.#open(index)}
                @focus=${() => this.#focus(index)}
            >
                <prcl-thumbnail .pictures=${this.site.pictures} .path=${this.path(`/images/${tile.sha256}/thumbnail`)} .alt=${''}></prcl-thumbnail>
                <span class="foot">${tile.isLabelled ? html`<i class="has-label" title="has a label"></i>` : nothing}${tile.name}${tile.doubt === null ? nothing : html`<small>${percent(tile.doubt, 0)}</small>`}</span>
                <span class="unseen">, ${words.filter((w) => w).join(', ')}</span>
            </button>
        </div>`;
    }

    #large(): unknown {
        const sha = this.place.rest['image'];
        const tiles = this.#feed?.tiles ?? [];
        const index = sha ? tiles.findIndex((t) => t.sha256 === sha) : -1;
        const step = (by: number) => () => {
            const next = tiles[index + by];
            if (index >= 0 && next) {
                this.#at = index + by;
                this.keep({ image: next.sha256 });
                if (index + by > tiles.length - 20) {
                    void this.#read((feed) => feed.more());
                }
            }
        };
        return sha
            ? html`<prcl-image .site=${this.site} .place=${this.place} .sha=${sha} .hasBefore=${index > 0} .hasNext=${index >= 0 && index < tiles.length - 1}
                  @before=${step(-1)} @next=${step(1)} @closed=${() => this.#closed()}></prcl-image>`
            : nothing;
    }

    #open(index: number): void {
        this.#at = index;
        this.keep({ image: this.#feed!.tiles[index]!.sha256 }, true);
    }

    #closed(): void {
        // Closing gives the focus back to the tile that opened the dialog; somebody may have gone on since.
        const index = this.#feed?.tiles.findIndex((t) => t.sha256 === this.place.rest['image']) ?? -1;
        this.keep({ image: '' });
        if (index >= 0) {
            void this.updateComplete.then(() => this.#show(index));
        }
    }

    #focus(index: number): void {
        if (this.#at !== index) {
            this.#at = index;
            this.requestUpdate();
        }
    }

    readonly #key = (event: KeyboardEvent): void => {
        const items = this.#feed?.tiles.length ?? 0;
        const to = moved(event.key, this.#at, this.#grid, items, Math.max(1, Math.floor(this.#height / this.#grid.step.y)));
        if (to !== null) {
            event.preventDefault();
            this.#show(to);
        }
    };

    // The tile may not exist yet: it is scrolled to, drawn, and then given the focus.
    #show(index: number): void {
        const { columns, step } = this.#grid;
        const y = Math.floor(index / columns) * step.y;
        const scroller = this.#scroller;
        if (y < scroller.scrollTop) {
            scroller.scrollTop = y;
        } else if (y + step.y > scroller.scrollTop + this.#height) {
            scroller.scrollTop = y + step.y - this.#height;
        }

        [this.#at, this.#top] = [index, scroller.scrollTop];
        this.requestUpdate();
        void this.updateComplete.then(() => this.querySelector<HTMLElement>(`button[data-index="${index}"]`)?.focus({ preventScroll: true }));
    }

    readonly #scrolled = (): void => {
        this.#top = this.#scroller.scrollTop;
        this.requestUpdate();
        this.#fill();
    };

    #measure(): void {
        this.#grid = gridOf(this.#scroller.clientWidth, LEAST_TILE, TILE_FOOT);
        this.#height = this.#scroller.clientHeight;
        this.requestUpdate();
        this.#fill();
    }

    // Two screens before the end the next part is asked for.
    #fill(): void {
        const rows = Math.ceil((this.#feed?.tiles.length ?? 0) / this.#grid.columns);
        if (this.#feed && !this.#feed.isAtEnd && !this.#isBusy && !this.#problem && this.#top + 3 * this.#height > rows * this.#grid.step.y) {
            void this.#read((feed) => feed.more());
        }
    }

    async #read(act: (feed: Feed) => Promise<boolean>): Promise<void> {
        const [feed, stop] = [this.#feed!, this.#stop];
        [this.#isBusy, this.#problem] = [true, null];
        this.requestUpdate();
        try {
            await act(feed);
        } catch (thrown) {
            if (!stop.signal.aborted) {
                this.#problem = asProblem(thrown);
            }
        }

        if (feed === this.#feed) {
            this.#isBusy = false;
            this.requestUpdate();
            await this.updateComplete;
            this.#fill();
        }
    }
}

customElements.define('prcl-stream', Stream);
