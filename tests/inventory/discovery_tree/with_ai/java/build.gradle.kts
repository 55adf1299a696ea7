dependencies {
    implementation("com.anthropic:anthropic-java:2.1.0")
    implementation("com.google.cloud:google-cloud-vertexai:1.20.0")
    // implementation("com.assemblyai:assemblyai-java:1.0")
    implementation("org.slf4j:slf4j-api:2.0.0")
}
