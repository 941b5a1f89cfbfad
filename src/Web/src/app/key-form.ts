import { html, nothing, type TemplateResult } from 'lit';

/** Asks for a key. */
export function keyForm(wasWrong: boolean, enter: (key: string) => void): TemplateResult {
    const submitted = (event: SubmitEvent) => {
        event.preventDefault();
        enter(String(new FormData(event.target as HTMLFormElement).get('key')));
    };
    return html`<form class="key" @submit=${submitted}>
        <h1>A key is needed</h1>
        <p>This silo lets in who has a key. One of the scope <code>read</code> shows everything; predicting, pushing and changing things need <code>predict</code>, <code>ingest</code> and <code>admin</code>.</p>
        ${wasWrong ? html`<p class="problem" role="alert">The key that was given is not good here.</p>` : nothing}
        <label>Key <input name="key" type="password" required autocomplete="off" autofocus></label>
        <button>Go on</button>
        <p><small>It is kept until this tab is closed, and nowhere else. <code>prcl-silo keys add NAME --scopes read</code> makes one.</small></p>
    </form>`;
}
