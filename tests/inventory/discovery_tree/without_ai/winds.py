"""The mistral, the tramontane: import openai is only said here, and OPENAI_API_KEY too."""

from agents import Agent
from cohere import stick

claude = "Claude Debussy"
gemini = {"sign": "gemini", "month": "June"}
mistral = "mistral wind"
parts_cohere = stick("the parts cohere")
# openai.ChatCompletion.create(model="gpt-4o")
o1, o3 = "o1", "o3"
command = "command-a"
status = "https://status.openai.com/ and https://claude.ai"
docs = "https://platform.openai.com/docs"
opus = "opus 4.5 in C minor, sonnet 18, haiku"
together = Agent("replicate the experiment together")
