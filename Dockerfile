# The provider as an image. Build it in the root folder, after ./mvnw package:
#   docker build -t wegrant .
FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY auth-server/target/auth-server.jar auth-server.jar
RUN java -Djarmode=tools -jar auth-server.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 wegrant && useradd --system --uid 10001 --gid wegrant --no-create-home wegrant
WORKDIR /wegrant
# What changes least comes first: a new version of the provider is a new last layer.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
# Half the time to start, for a file of some 115 MB that is of this place and of this Java only.
COPY scripts/startup-cache /usr/local/bin/
RUN startup-cache .
USER 10001
EXPOSE 9000 9001
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9001 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# Settings of your own: an application.yaml in /wegrant, or the environment.
ENTRYPOINT ["java", "-XX:AOTCache=/wegrant/auth-server.aot", "-jar", "/wegrant/auth-server.jar"]
