// import OpenAI from "openai";
import { gemini } from "./gemini";
import together from "./together";
const claude = "claude";
const text = 'I said: import Anthropic from "@anthropic-ai/sdk"';
export const wind = { mistral: "large", name: "mistral-large wind" };
export default [gemini, together, claude, text];
