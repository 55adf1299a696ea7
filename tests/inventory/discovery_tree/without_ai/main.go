package main

var gemini = "gemini"
var path = "github.com/openairlines/go"
