import 'uplot/dist/uPlot.min.css';
import './style/colours.css';
import './style/page.css';
import './style/parts.css';
import './style/pictures.css';
import './style/stream.css';
import './app/app.ts';
