import { html, svg, type PropertyValues } from 'lit';
import type { PrototypeMap } from '../api/types.ts';
import { View } from '../app/view.ts';
import { colorOf, css } from '../classes/classes.ts';
import { Resource } from '../parts/resource.ts';
import { absentNote, shown } from '../parts/states.ts';
import { frameOf } from './frame.ts';
import { percent } from '../words/numbers.ts';

const SIZE = 420;
const EDGE = 30;
const NEGATIVES = 16;

/** The classes in the plane in which they lie farthest apart, with virtual negatives around them. */
class PrototypeMapView extends View {
    static override properties = { ...View.properties, round: { attribute: false } };
    declare round: number;
    readonly #map = new Resource<PrototypeMap>(this, (signal) => this.site.api.json<PrototypeMap>(`${this.path('/prototypes/map')}?count=${NEGATIVES}&seed=0`, { signal }));

    protected override updated(changed: PropertyValues): void {
        if (changed.has('round') && !this.#isAbsent) {
            void this.#map.load();
        }
    }

    // A silo without the route takes `map` for a class, which it isn't.
    get #isAbsent(): boolean {
        return this.#map.problem?.isAbsent === true || this.#map.problem?.status === 400;
    }

    protected override render(): unknown {
        return html`<section>
            <h2>Map</h2>
            ${this.#isAbsent ? absentNote('The map') : shown(this.#map, 'The map', (map) => this.#draw(map))}
        </section>`;
    }

    #draw(map: PrototypeMap): unknown {
        const at = frameOf([...map.classes, ...map.virtualNegatives], SIZE, EDGE);
        const color = (id: number) => css(this.site.classes[id]?.color ?? colorOf(map.classes.find((c) => c.class === id)?.color, id));
        return html`<svg class="map" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label=${`Map of ${map.classes.length} classes; the table names the nearest ones`}>
                ${map.virtualNegatives.map((n) => svg`<circle cx=${at(n).x} cy=${at(n).y} r="2" fill=${color(n.class)} opacity="0.5"></circle>`)}
                ${map.classes.map(
                    (c) => svg`<g>
                        <circle cx=${at(c).x} cy=${at(c).y} r="7" fill=${color(c.class)} stroke="currentColor"></circle>
                        ${label(at(c), c.name)}
                    </g>`,
                )}
            </svg>
            <p><small>Two principal components of the class means${map.explained === null ? '' : `, ${percent(map.explained, 0)} of their spread`}. Small dots: virtual negatives.</small></p>`;
    }
}

// Towards the middle, where there is room.
function label(at: { x: number; y: number }, name: string): unknown {
    const isRight = at.x > SIZE / 2;
    return svg`<text x=${at.x + (isRight ? -10 : 10)} y=${at.y + 4} text-anchor=${isRight ? 'end' : 'start'} fill="currentColor">${name}</text>`;
}

customElements.define('prcl-prototype-map', PrototypeMapView);
