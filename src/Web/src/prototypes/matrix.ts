import { html, LitElement } from 'lit';
import { variable } from '../chart/palette.ts';
import type { ClassInfo } from '../classes/classes.ts';
import { brief } from '../words/numbers.ts';

const SIDE = 420;

/** The scores of every two classes as a picture; what is under the pointer, or under the cell that arrow keys move, is told. */
class Matrix extends LitElement {
    static override properties = { scores: { attribute: false }, classes: { attribute: false } };
    declare scores: (number | null)[][];
    declare classes: ClassInfo[];
    #at: [number, number] | null = null;

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    protected override render(): unknown {
        return html`<div class="segmented">
            <canvas class="matrix" width=${SIDE} height=${SIDE} tabindex="0" role="img"
                aria-label="How near every two classes are, the nearer the darker. Arrow keys tell pair by pair; the table names the nearest classes."
                @pointermove=${(e: PointerEvent) => this.#point(e)}
                @keydown=${(e: KeyboardEvent) => this.#key(e)}></canvas>
            <output aria-live="polite">${this.#told()}</output>
        </div>`;
    }

    protected override updated(): void {
        const context = this.querySelector('canvas')!.getContext('2d')!;
        const known = this.scores.flatMap((row, a) => row.filter((s, b): s is number => s !== null && a !== b));
        const [least, most] = [Math.min(...known), Math.max(...known)];
        const cell = SIDE / this.scores.length;
        context.clearRect(0, 0, SIDE, SIDE);
        context.fillStyle = variable('--heat');
        this.scores.forEach((row, a) =>
            row.forEach((score, b) => {
                context.globalAlpha = a === b && row.some((s) => s !== null) ? 1 : score === null ? 0 : 0.04 + 0.9 * (most > least ? (score - least) / (most - least) : 1);
                context.fillRect(b * cell, a * cell, cell - (cell > 6 ? 1 : 0), cell - (cell > 6 ? 1 : 0));
            }),
        );
        context.globalAlpha = 1;
        if (this.#at) {
            context.strokeStyle = variable('--ink');
            context.lineWidth = 2;
            context.strokeRect(this.#at[1] * cell, this.#at[0] * cell, cell, cell);
        }
    }

    #told(): unknown {
        if (!this.#at) {
            return html`<small>Point at a cell, or use arrow keys. Rows and columns are the classes in the table’s order.</small>`;
        }

        const [a, b] = this.#at;
        const name = (id: number) => this.classes[id]?.name ?? `class ${id}`;
        return html`<strong>${name(a)}</strong> and <strong>${name(b)}</strong>: ${a === b ? 'the same' : brief(this.scores[a]![b])}`;
    }

    #point(event: PointerEvent): void {
        const canvas = event.target as HTMLCanvasElement;
        const place = (offset: number, size: number) => Math.min(this.scores.length - 1, Math.max(0, Math.floor((offset / size) * this.scores.length)));
        this.#go(place(event.offsetY, canvas.clientHeight), place(event.offsetX, canvas.clientWidth));
    }

    #key(event: KeyboardEvent): void {
        const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
        if (by) {
            event.preventDefault();
            const [a, b] = this.#at ?? [0, 0];
            const last = this.scores.length - 1;
            this.#go(Math.min(last, Math.max(0, a + by[0]!)), Math.min(last, Math.max(0, b + by[1]!)));
        }
    }

    #go(a: number, b: number): void {
        this.#at = [a, b];
        this.requestUpdate();
    }
}

customElements.define('prcl-matrix', Matrix);
