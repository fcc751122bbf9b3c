package walletdoctor.tests

import com.fasterxml.jackson.databind.MapperFeature
import com.fasterxml.jackson.databind.PropertyNamingStrategies
import com.fasterxml.jackson.databind.json.JsonMapper
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule
import com.fasterxml.jackson.module.kotlin.KotlinFeature
import com.fasterxml.jackson.module.kotlin.kotlinModule

/** Reads cases and scenarios into the package's own data classes. A key that they do not have is an error. */
internal val json: JsonMapper = JsonMapper.builder()
    .addModule(kotlinModule { enable(KotlinFeature.NullIsSameAsDefault) })
    .addModule(JavaTimeModule())
    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
    .build()
