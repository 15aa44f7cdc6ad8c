import { mount } from 'svelte';
import './kern/kern.scss';
import { applyTheme, storedTheme } from './kern/theme';
import Fenster from './places/Fenster.svelte';
import { text } from './text/text.svelte';

applyTheme(storedTheme());
text.restore();

const target = document.getElementById('app');
if (target) mount(Fenster, { target });
