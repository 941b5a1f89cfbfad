import { html, LitElement, nothing } from 'lit';
import type { ClassInfo } from '../classes/classes.ts';
import { paintClasses, paintDoubt } from '../pixels/paint.ts';
import { valueAt, type Plane } from '../pixels/png.ts';
import { percent } from '../words/numbers.ts';
import type { Look } from './look.ts';

// More pixels than a screen has are painted for nobody.
const LONGEST_SIDE = 1280;
const FAST = 10;

/** Where somebody points, as shares of the picture's width and height. */
export interface Point {
    x: number;
    y: number;
}

/**
 * An image with its classes, or its uncertainty, over it; says what is under the pointer, or under a cross that arrow keys move. Tells `point`, with
 * where that is as shares of width and height.
 */
class Segmented extends LitElement {
    static override properties = {
        image: { attribute: false },
        ids: { attribute: false },
        doubt: { attribute: false },
        classes: { attribute: false },
        look: { attribute: false },
        label: { attribute: false },
    };
    declare image: ImageBitmap | null;
    declare ids: Plane | null;
    declare doubt: Plane | null;
    declare classes: ClassInfo[];
    declare look: Look;
    declare label: string;
    #at: { x: number; y: number } | null = null;

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    protected override updated(changed: Map<string, unknown>): void {
        if (['image', 'ids', 'doubt', 'classes', 'look'].some((name) => changed.has(name))) {
            this.#paint();
        }
    }

    protected override render(): unknown {
        const source = this.image ?? this.ids;
        if (!source) {
            return nothing;
        }

        const { width, height } = fitted(source.width, source.height);
        return html`<div class="segmented">
            <div class="frame">
                <canvas
                    width=${width}
                    height=${height}
                    tabindex="0"
                    role="img"
                    aria-label=${`${this.label}. Arrow keys move a cross that tells class and uncertainty.`}
                    @pointermove=${(e: PointerEvent) => this.#point((e.offsetX / this.#canvas.clientWidth) * width, (e.offsetY / this.#canvas.clientHeight) * height)}
                    @pointerleave=${() => this.#leave()}
                    @blur=${() => this.#leave()}
                    @keydown=${(e: KeyboardEvent) => this.#key(e, width, height)}
                ></canvas>
                ${this.#at
                    ? html`<span class="cross" .style=${`left: ${(100 * this.#at.x) / width}%; top: ${(100 * this.#at.y) / height}%`}></span>`
                    : nothing}
            </div>
            <output aria-live="polite">${this.#told(width, height)}</output>
        </div>`;
    }

    get #canvas(): HTMLCanvasElement {
        return this.querySelector('canvas')!;
    }

    #paint(): void {
        const canvas = this.querySelector('canvas');
        const context = canvas?.getContext('2d');
        if (!canvas || !context) {
            return;
        }

        const { width, height } = canvas;
        context.clearRect(0, 0, width, height);
        if (this.image) {
            context.drawImage(this.image, 0, 0, width, height);
        }

        const pixels = this.#layer(width, height);
        if (pixels) {
            const layer = new OffscreenCanvas(width, height);
            layer.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0);
            context.drawImage(layer, 0, 0);
        }
    }

    #layer(width: number, height: number): Uint8ClampedArray<ArrayBuffer> | null {
        const { shows, opacity, threshold, hidden } = this.look;
        if (shows === 'doubt') {
            return this.doubt && paintDoubt(this.doubt, width, height, opacity);
        }

        return this.ids && shows === 'classes'
            ? paintClasses(this.ids, this.doubt, width, height, { colors: this.classes.map((c) => c.color), opacity, threshold, hidden })
            : null;
    }

    #told(width: number, height: number): unknown {
        if (!this.#at || !this.ids) {
            return html`<small>Point at the picture, or use arrow keys on it.</small>`;
        }

        const place = (plane: Plane) => valueAt(plane, Math.floor((this.#at!.x / width) * plane.width), Math.floor((this.#at!.y / height) * plane.height));
        const id = place(this.ids);
        const name = this.classes[id]?.name ?? `no class (${id})`;
        return html`<strong>${name}</strong>${this.doubt ? html`, uncertainty ${percent(place(this.doubt) / this.doubt.most)}` : nothing}`;
    }

    #point(x: number, y: number): void {
        const { width, height } = this.#canvas;
        this.#at = { x: Math.min(width - 1, Math.max(0, x)), y: Math.min(height - 1, Math.max(0, y)) };
        this.dispatchEvent(new CustomEvent<Point>('point', { detail: { x: this.#at.x / width, y: this.#at.y / height } }));
        this.requestUpdate();
    }

    #leave(): void {
        this.#at = null;
        this.requestUpdate();
    }

    #key(event: KeyboardEvent, width: number, height: number): void {
        const step = Math.max(1, Math.round(width / 64)) * (event.shiftKey ? FAST : 1);
        const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
        if (by) {
            event.preventDefault();
            event.stopPropagation();
            const from = this.#at ?? { x: width / 2, y: height / 2 };
            this.#point(from.x + by[0]!, from.y + by[1]!);
        }
    }
}

function fitted(width: number, height: number): { width: number; height: number } {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

customElements.define('prcl-segmented', Segmented);
