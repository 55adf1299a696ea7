module github.com/example/openai-go-not

go 1.22

require github.com/openairlines/go v1.0.0
