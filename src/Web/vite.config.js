import { defineConfig } from 'vite';

// What `npm run dev` sends the API's requests to: a silo with its default port.
const silo = process.env.PRCL_HTTP ?? 'http://127.0.0.1:30080';

export default defineConfig({
    build: {
        // The pages of the last three years; what is older gets an empty page rather than twice the bytes.
        target: 'es2022',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The licences of what is bundled travel with it.
        license: { fileName: 'licences.md' },
    },
    server: {
        proxy: {
            '/v1': { target: silo, changeOrigin: true, headers: { origin: silo } },
        },
    },
});
