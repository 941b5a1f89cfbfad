import { html, render } from 'lit';

/** Asks before something that can't be taken back, and says what is lost. Escape is no. */
export function confirm(title: string, lines: unknown[], verb: string): Promise<boolean> {
    return new Promise((answer) => {
        const dialog = document.createElement('dialog');
        dialog.className = 'confirm';
        dialog.setAttribute('aria-labelledby', 'confirm-title');
        render(
            html`<form method="dialog">
                <h2 id="confirm-title">${title}</h2>
                ${lines.map((line) => html`<p>${line}</p>`)}
                <div class="buttons">
                    <button value="no" autofocus>Cancel</button>
                    <button value="yes" class="danger">${verb}</button>
                </div>
            </form>`,
            dialog,
        );
        dialog.addEventListener('close', () => {
            dialog.remove();
            answer(dialog.returnValue === 'yes');
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}
