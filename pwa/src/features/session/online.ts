export { online } from '../../data/network.ts';
