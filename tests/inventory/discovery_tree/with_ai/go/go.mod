module example.org/desk

go 1.22

require (
	github.com/anthropics/anthropic-sdk-go v1.2.0
	github.com/sashabaranov/go-openai v1.36.0 // indirect
	golang.org/x/text v0.20.0
)

require google.golang.org/genai v1.0.0
