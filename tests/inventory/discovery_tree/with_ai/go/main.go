package main

// "github.com/cohere-ai/cohere-go" was tried
import (
	"fmt"

	"github.com/deepgram/deepgram-go-sdk/v3/pkg/client"
)

const url = "https://api.mistral.ai/v1/chat/completions"

func main() { fmt.Println(url, client.Init) }
