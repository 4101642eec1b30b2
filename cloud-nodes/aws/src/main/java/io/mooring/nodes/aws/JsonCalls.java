package io.mooring.nodes.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of services that speak JSON and of which we use one call each, so that the SDK's client of
/// a service is not needed for it.
final class JsonCalls {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    JsonCalls(SdkHttpClient http, AwsCredentialsProvider credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    /// Where a service is, and by which names requests to it are signed.
    record Service(URI endpoint, String name, String region) {}

    /// @throws AwsServiceException when the service refuses
    /// @throws SdkClientException when there are no credentials or no answer
    JsonNode call(Service service, String target, JsonNode body) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(service.endpoint())
                        .encodedPath("/")
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", target)
                        .build();
        SignedRequest signed =
                signer.sign(sign ->
                        sign.identity(credentials.resolveCredentials())
                                .request(request)
                                .payload(
                                        ContentStreamProvider.fromUtf8String(
                                                JSON.writeValueAsString(body)))
                                .putProperty(
                                        AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service.name())
                                .putProperty(AwsV4HttpSigner.REGION_NAME, service.region()));
        var execute = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(execute::contentStreamProvider);
        try {
            return answer(http.prepareRequest(execute.build()).call());
        } catch (IOException e) {
            throw SdkClientException.create("calling " + service.endpoint() + ": " + e, e);
        }
    }

    private static JsonNode answer(HttpExecuteResponse response) throws IOException {
        JsonNode body = JSON.createObjectNode();
        if (response.responseBody().isPresent()) {
            try (InputStream stream = response.responseBody().get()) {
                body = read(stream.readAllBytes());
            }
        }
        if (response.httpResponse().isSuccessful()) {
            return body;
        }
        String type = body.path("__type").asString("");
        throw AwsServiceException.builder()
                .statusCode(response.httpResponse().statusCode())
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .errorCode(type.substring(type.indexOf('#') + 1))
                                .errorMessage(
                                        Optional.of(body.path("message").asString(""))
                                                .filter(it -> !it.isEmpty())
                                                .orElse(body.path("Message").asString("")))
                                .sdkHttpResponse(response.httpResponse())
                                .build())
                .build();
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (tools.jackson.core.JacksonException _) {
            // an answer of something on the way, in HTML
            return JSON.createObjectNode();
        } catch (UncheckedIOException e) {
            throw SdkClientException.create("reading the answer", e);
        }
    }
}
