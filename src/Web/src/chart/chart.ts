import { html, LitElement, nothing } from 'lit';
import uPlot from 'uplot';
import type { Band } from '../series/smooth.ts';
import { lineColor, variable } from './palette.ts';

// Versions, rounds and steps have no halves.
const WHOLE = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

// Hexadecimal, behind a colour of six digits.
const BAND_ALPHA = '2e';
const EDGE: uPlot.Series = { stroke: 'transparent', width: 0, spanGaps: true, points: { show: false } };

/** A line of a chart. */
export interface Line {
    label: string;
    values: (number | null)[];
    /** Which of the palette's colours; lines that belong together share one. */
    color: number;
    isDashed?: boolean;
    /** Shaded behind the line. */
    band?: Band;
    /** Dots where the measures are. */
    hasPoints?: boolean;
}

/** Lines over numbers or times. The picture is described in words for who can't see it. */
class Chart extends LitElement {
    static override properties = {
        xs: { attribute: false },
        lines: { attribute: false },
        x: { attribute: false },
        unit: { attribute: false },
        label: { attribute: false },
        isTime: { attribute: false },
        isWhole: { attribute: false },
    };
    declare xs: number[];
    declare lines: Line[];
    declare x: string;
    declare unit: string;
    declare label: string;
    declare isTime: boolean;
    declare isWhole: boolean;
    #plot: uPlot | null = null;
    #shape = '';
    readonly #resized = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    readonly #dark = matchMedia('(prefers-color-scheme: dark)');
    readonly #recolor = () => {
        this.#shape = '';
        this.requestUpdate();
    };

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.#dark.addEventListener('change', this.#recolor);
        this.#resized.observe(this);
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#dark.removeEventListener('change', this.#recolor);
        this.#resized.disconnect();
        this.#plot?.destroy();
        [this.#plot, this.#shape] = [null, ''];
    }

    protected override updated(): void {
        const data = [this.xs, ...this.#bands().flatMap(({ high, low }) => [high, low]), ...this.lines.map((l) => l.values)] as uPlot.AlignedData;
        const shape = JSON.stringify([this.x, this.unit, this.isTime, this.lines.map((l) => [l.label, l.color, l.isDashed, l.band !== undefined, l.hasPoints])]);
        if (this.#plot && shape === this.#shape) {
            this.#plot.setData(data);
            return;
        }

        this.#plot?.destroy();
        this.#shape = shape;
        this.#plot = new uPlot(this.#options(), data, this.querySelector<HTMLElement>('.plot')!);
    }

    protected override render(): unknown {
        return html`<figure>
            <div class="plot" role="img" aria-label=${this.#words()}></div>
            <figcaption>
                ${this.lines.map((l, i) =>
                    this.lines.findIndex((o) => o.label === l.label) !== i
                        ? nothing
                        : html`<span class="key"><i class=${l.isDashed ? 'dashed' : ''} .style=${`border-color: ${lineColor(l.color)}`}></i>${l.label}</span>`,
                )}
            </figcaption>
        </figure>`;
    }

    // The last value of each line: what a glance at the picture tells.
    #words(): string {
        const last = this.lines.map((l) => `${l.label} ${l.values.filter((v) => v !== null).at(-1)?.toFixed(2) ?? 'unknown'}`);
        return `${this.label}. Last: ${last.join(', ')}${this.unit ? ` ${this.unit}` : ''}.`;
    }

    #bands(): (Band & { color: number })[] {
        return this.lines.flatMap((l) => (l.band ? [{ ...l.band, color: l.color }] : []));
    }

    #size(): { width: number; height: number } {
        const width = Math.max(200, this.clientWidth);
        return { width, height: Math.round(Math.min(280, Math.max(180, 0.45 * width))) };
    }

    #options(): uPlot.Options {
        const bands = this.#bands();
        const [ink, rule] = [variable('--soft'), variable('--rule')];
        const axis = { stroke: ink, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 } };
        return {
            ...this.#size(),
            scales: { x: { time: this.isTime ?? false } },
            legend: { show: false },
            cursor: { drag: { x: false, y: false } },
            axes: [
                { ...axis, ...(this.isTime ? { values: clock } : { incrs: WHOLE }), label: this.x, labelSize: 18, labelFont: '12px system-ui', font: '12px system-ui' },
                { ...axis, ...(this.isWhole ? { incrs: WHOLE } : {}), label: this.unit, labelSize: 18, labelFont: '12px system-ui', font: '12px system-ui', size: 52 },
            ],
            bands: bands.map((b, i) => ({ series: [2 * i + 1, 2 * i + 2] as [number, number], fill: lineColor(b.color) + BAND_ALPHA })),
            series: [
                {},
                ...bands.flatMap(() => [EDGE, EDGE]),
                ...this.lines.map((l) => ({
                    label: l.label,
                    stroke: lineColor(l.color),
                    width: l.isDashed ? 1 : 2,
                    dash: l.isDashed ? [6, 4] : undefined,
                    spanGaps: true,
                    points: { show: l.hasPoints ?? false, size: 5 },
                })),
            ],
        };
    }
}

// As short as tells the marks apart.
function clock(_: uPlot, marks: number[]): string[] {
    const [step, span] = [(marks[1] ?? 0) - (marks[0] ?? 0), (marks.at(-1) ?? 0) - (marks[0] ?? 0)];
    const format = new Intl.DateTimeFormat('en-GB', span > 2 * 86_400 ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit', ...(step < 60 ? { second: '2-digit' } : {}) });
    return marks.map((mark) => format.format(1000 * mark));
}

customElements.define('prcl-chart', Chart);
